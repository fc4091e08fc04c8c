-- A truck that takes a cargo over on its way was somewhere else before: its marker is shown from the first place within the window on.
CREATE FUNCTION karavan_shown_now(u shipment_units, seen timestamptz) RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT karavan_shown_now(u) AND (u.mode <> 'road' OR seen IS NULL OR seen >= u.visible_from) $$;

DROP POLICY customer ON assets;
CREATE POLICY customer ON assets FOR SELECT TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND EXISTS (
    SELECT FROM shipment_units u WHERE u.company_id = assets.company_id AND u.asset_id = assets.id
      AND u.customer_id = (SELECT karavan_customer())
      AND karavan_shown_now(u, assets.at)));
