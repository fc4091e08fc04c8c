-- Sources are stored data with their own health; what the guards stopped is kept until a person decides.
ALTER TABLE sources
  ADD COLUMN settings jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN secrets bytea,                                      -- sealed; the key is not in the database
  ADD COLUMN enabled boolean NOT NULL DEFAULT true,
  ADD COLUMN managed boolean NOT NULL DEFAULT false,             -- by the environment: not to be changed on the page
  ADD COLUMN circuit text NOT NULL DEFAULT 'closed' CHECK (circuit IN ('closed', 'open', 'halfOpen')),
  ADD COLUMN last_error_code text,
  ADD COLUMN failures integer NOT NULL DEFAULT 0,
  ADD COLUMN outage_since timestamptz,                           -- of the one alert that is open
  ADD COLUMN newest_report_at timestamptz,
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX sources_due ON sources (next_run_at) WHERE enabled;

-- A message or a file is handled once, however often the source shows it.
CREATE TABLE source_items (
  company_id uuid NOT NULL REFERENCES companies (id),
  source_id text NOT NULL,
  key text NOT NULL,
  seen_at timestamptz NOT NULL,
  stored boolean NOT NULL,                                       -- its bytes are with us
  problem text,
  PRIMARY KEY (company_id, source_id, key),
  FOREIGN KEY (company_id, source_id) REFERENCES sources (company_id, id) ON DELETE CASCADE
);

ALTER TABLE reports DROP CONSTRAINT reports_status_check;
ALTER TABLE reports ADD CONSTRAINT reports_status_check
  CHECK (status IN ('received', 'ingested', 'quarantined', 'held', 'rejected'));
ALTER TABLE reports
  ADD COLUMN layout text,                                        -- signature of the headers no layout fits
  ADD COLUMN columns jsonb,                                      -- what a person needs to see to say what they mean
  ADD COLUMN hold jsonb;                                         -- why a person has to decide
CREATE INDEX reports_waiting ON reports (company_id, seq DESC) WHERE status IN ('quarantined', 'held');
CREATE INDEX report_rows_of_wagon ON report_rows (company_id, wagon) WHERE wagon IS NOT NULL AND verdict = 'accepted';

CREATE TABLE layouts (
  company_id uuid NOT NULL REFERENCES companies (id),
  signature text NOT NULL,
  columns jsonb NOT NULL,                                        -- header text → field
  approved_by text NOT NULL,
  approved_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, signature)
);

-- The wagons a source has shown, and since when it no longer does.
CREATE TABLE fleet_wagons (
  company_id uuid NOT NULL REFERENCES companies (id),
  source_id text NOT NULL,
  wagon text NOT NULL,
  seen_at timestamptz NOT NULL,                                  -- time of the newest report that has it
  missing_since timestamptz,                                     -- time of the first newer report without it
  PRIMARY KEY (company_id, source_id, wagon),
  FOREIGN KEY (company_id, source_id) REFERENCES sources (company_id, id) ON DELETE CASCADE
);
CREATE INDEX fleet_wagons_by_wagon ON fleet_wagons (company_id, wagon);

GRANT SELECT, INSERT, UPDATE, DELETE ON source_items, layouts, fleet_wagons TO karavan_app;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['source_items', 'layouts', 'fleet_wagons'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY staff ON %I FOR ALL TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
      WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)$p$, t);
  END LOOP;
END $$;
