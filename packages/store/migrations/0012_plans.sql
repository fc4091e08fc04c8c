-- Plans of trips: a question, the draft a dispatcher works on, and what of it is published. The road network they are made from;
-- what customers ask for; and of a published plan the tonnes a day, which is all its customer sees of it.

CREATE TABLE road_networks (
  company_id uuid NOT NULL REFERENCES companies (id),
  version integer NOT NULL,
  saved_at timestamptz NOT NULL,
  saved_by text NOT NULL,
  data jsonb NOT NULL,                                         -- plants, sites, ways, vehicles
  PRIMARY KEY (company_id, version)
);

CREATE TABLE plans (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  customer_id uuid REFERENCES companies (id),
  name text NOT NULL,
  order_number text,
  order_key text,
  revision integer NOT NULL,                                   -- counts every change
  status text NOT NULL CHECK (status IN ('draft', 'published')),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  cargo jsonb,
  request jsonb NOT NULL,
  trips jsonb NOT NULL,                                        -- the draft
  solved jsonb,                                                -- what the planner last found for this request
  published jsonb,                                             -- trips as published, with their shipments and units
  published_from integer,                                      -- the revision that was published: the same again is the same
  step integer NOT NULL                                        -- where in its history the draft stands
);
CREATE INDEX plans_latest ON plans (company_id, updated_at DESC, id);
CREATE INDEX plans_by_order ON plans (company_id, order_key) WHERE order_key IS NOT NULL;
CREATE INDEX plans_published ON plans (company_id) WHERE status = 'published';

CREATE TABLE plan_steps (
  company_id uuid NOT NULL REFERENCES companies (id),
  plan_id uuid NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  step integer NOT NULL,
  what text NOT NULL,
  at timestamptz NOT NULL,
  by text NOT NULL,
  request jsonb NOT NULL,
  trips jsonb NOT NULL,
  solved jsonb,
  PRIMARY KEY (plan_id, step)
);

CREATE TABLE split_requests (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  customer_id uuid NOT NULL REFERENCES companies (id),
  order_number text NOT NULL,
  order_key text NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'accepted', 'declined')),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  plan_id uuid REFERENCES plans (id) ON DELETE SET NULL,
  data jsonb NOT NULL                                          -- days, unloading mode, note, whether it was possible
);
CREATE INDEX split_requests_by_order ON split_requests (company_id, order_key, created_at DESC);

CREATE TABLE order_days (
  company_id uuid NOT NULL REFERENCES companies (id),
  customer_id uuid NOT NULL REFERENCES companies (id),
  plan_id uuid NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  order_key text NOT NULL,
  date date NOT NULL,
  mass_kg double precision NOT NULL,
  PRIMARY KEY (plan_id, date)
);
CREATE INDEX order_days_by_order ON order_days (company_id, order_key);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['road_networks', 'plans', 'plan_steps', 'split_requests', 'order_days'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO karavan_app', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY staff ON %I FOR ALL TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
      WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)$p$, t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['split_requests', 'order_days'] LOOP
    EXECUTE format($p$CREATE POLICY customer ON %I FOR SELECT TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND customer_id = (SELECT karavan_customer()))$p$, t);
  END LOOP;
END $$;
