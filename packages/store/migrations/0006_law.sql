-- The law a company has set in the place of what ships, in versions: nothing is overwritten, so every verdict of the past can be told.
CREATE TABLE law_versions (
  company_id uuid NOT NULL REFERENCES companies (id),
  item_id text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  rule text NOT NULL,
  regime text NOT NULL,
  edition text,
  kind text NOT NULL,
  law_values jsonb,                                            -- null: from valid_from on the item does not hold
  valid_from date,
  valid_to date,
  source text NOT NULL,
  confidence text NOT NULL CHECK (confidence IN ('high', 'unconfirmed')),
  note text,
  status text NOT NULL CHECK (status IN ('unconfirmed', 'confirmed')),
  confirmed_by text,
  confirmed_at timestamptz,
  edited_by text,                                              -- null: the numbers are those that ship, confirmed as they are
  edited_at timestamptz,
  withdrawn_by text,
  withdrawn_at timestamptz,
  PRIMARY KEY (company_id, item_id, version),
  CHECK (valid_from <= valid_to),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);

-- Trucks whose verdict is known: tried before every change of the law.
CREATE TABLE law_trials (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  plan text NOT NULL CHECK (plan IN ('axle-loads', 'max-payload')),
  request jsonb NOT NULL,
  expected jsonb NOT NULL,
  stated boolean NOT NULL,                                     -- by a person; otherwise as it was computed
  created_by text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX law_trials_in_order ON law_trials (company_id, seq);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['law_versions', 'law_trials'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY staff ON %I FOR ALL TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
      WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)$p$, t);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON law_versions TO karavan_app;
-- what a version says stays; only who vouches for it changes
GRANT UPDATE (status, confirmed_by, confirmed_at, withdrawn_by, withdrawn_at) ON law_versions TO karavan_app;
GRANT SELECT, INSERT, DELETE ON law_trials TO karavan_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO karavan_app;
