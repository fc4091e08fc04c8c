-- What idle wagons cost at their destination, in versions: a new rate is a new row, and old sums stay what they were.
CREATE TABLE idle_tariffs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  valid_from date NOT NULL,                                      -- Moscow days
  terms jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (company_id, valid_from)                                -- one version begins on a day
);
GRANT SELECT, INSERT, UPDATE, DELETE ON idle_tariffs TO karavan_app;
ALTER TABLE idle_tariffs ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON idle_tariffs FOR ALL TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
  WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL);

-- Arrivals at the destination open a clock of money; a month of them is asked for at once.
CREATE INDEX events_arrivals ON events (company_id, at) WHERE kind = 'arrivedDestination';

-- A marker that is taken away leaves its row behind with a revision, so that open maps hear of it.
ALTER TABLE assets ADD COLUMN gone boolean NOT NULL DEFAULT false;
