-- Where each wagon is in what it still teaches: a row a wagon, so that a report costs its own wagons and not the whole fleet.
CREATE TABLE eta_study_wagons (
  company_id uuid NOT NULL REFERENCES companies (id),
  wagon text NOT NULL,
  reported_at timestamptz NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (company_id, wagon)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON eta_study_wagons TO karavan_app;
ALTER TABLE eta_study_wagons ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON eta_study_wagons FOR ALL TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
  WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL);

INSERT INTO eta_study_wagons (company_id, wagon, reported_at, data)
SELECT company_id, known.key, (known.value -> 'state' ->> 'reportedAt')::timestamptz, known.value FROM eta_studies, jsonb_each(wagons) known;
ALTER TABLE eta_studies DROP COLUMN wagons;
