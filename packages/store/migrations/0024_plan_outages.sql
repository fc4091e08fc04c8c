-- What came in between and lasts: trucks that are out, bays that are closed. A fact of the plan, not a step of its draft, so undo does not
-- mend a truck. Beside it the last plan proposed for each plan, so that whoever takes it over need not be believed what is proven of it.

CREATE TABLE plan_outages (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  plan_id uuid NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  told_at timestamptz NOT NULL,
  told_by text NOT NULL,
  data jsonb NOT NULL                                          -- what, which truck or where, from when, until when
);
CREATE INDEX plan_outages_of_plan ON plan_outages (plan_id, told_at);

CREATE TABLE plan_proposals (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  plan_id uuid NOT NULL UNIQUE REFERENCES plans (id) ON DELETE CASCADE,
  proposal jsonb NOT NULL,
  made_at timestamptz NOT NULL
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['plan_outages', 'plan_proposals'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO karavan_app', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY staff ON %I FOR ALL TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
      WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)$p$, t);
  END LOOP;
END $$;
