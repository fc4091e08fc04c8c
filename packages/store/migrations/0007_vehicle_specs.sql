-- A company's own trucks and trailers as the planner needs them: axles, tare, deck, ratings. One row a unit.
CREATE TABLE vehicle_specs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  kind text NOT NULL CHECK (kind IN ('rigid', 'tractor', 'semitrailer', 'drawbar')),
  name text NOT NULL,
  name_key text NOT NULL,
  unit jsonb NOT NULL,                                           -- the shape of a preset of that kind
  saved_at timestamptz NOT NULL,
  saved_by text NOT NULL,
  UNIQUE (company_id, kind, name_key)                            -- people choose by name
);
GRANT SELECT, INSERT, UPDATE, DELETE ON vehicle_specs TO karavan_app;
ALTER TABLE vehicle_specs ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON vehicle_specs FOR ALL TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
  WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL);
