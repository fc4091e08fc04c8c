-- What a promise is made of: the network in versions (a promise keeps the one it was made with), goods, stock by lots, and what is reserved.

CREATE TABLE networks (
  company_id uuid NOT NULL REFERENCES companies (id),
  version integer NOT NULL,
  saved_at timestamptz NOT NULL,
  saved_by text NOT NULL,
  data jsonb NOT NULL,                                         -- warehouses, lanes, services
  PRIMARY KEY (company_id, version)
);

CREATE TABLE items (
  company_id uuid NOT NULL REFERENCES companies (id),
  sku text NOT NULL,
  mass_kg double precision NOT NULL CHECK (mass_kg > 0),
  volume_m3 double precision CHECK (volume_m3 >= 0),
  PRIMARY KEY (company_id, sku)
);

CREATE TABLE stock (
  company_id uuid NOT NULL REFERENCES companies (id),
  sku text NOT NULL,
  warehouse_id text NOT NULL,
  available_from timestamptz NOT NULL DEFAULT '-infinity',     -- -infinity: on hand
  quantity bigint NOT NULL CHECK (quantity >= 0),
  PRIMARY KEY (company_id, sku, warehouse_id, available_from)
);

CREATE TABLE promises (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  request_id uuid,                                             -- the same request sent twice is one promise
  order_number text,
  status text NOT NULL CHECK (status IN ('held', 'released')),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  network_version integer NOT NULL,
  request jsonb NOT NULL,
  plan jsonb NOT NULL,
  skus text[] NOT NULL,
  change jsonb,                                                -- what it would be today, where that differs
  recheck_since timestamptz,                                   -- something it was made of has changed since then
  UNIQUE (company_id, request_id)
);
CREATE INDEX promises_newest ON promises (company_id, seq DESC);
CREATE INDEX promises_to_recheck ON promises (recheck_since) WHERE recheck_since IS NOT NULL;
CREATE INDEX promises_by_sku ON promises USING gin (skus) WHERE status = 'held';

CREATE TABLE reservations (
  company_id uuid NOT NULL REFERENCES companies (id),
  promise_id uuid NOT NULL REFERENCES promises (id) ON DELETE CASCADE,
  sku text NOT NULL,
  warehouse_id text NOT NULL,
  available_from timestamptz NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (promise_id, sku, warehouse_id, available_from)
);
CREATE INDEX reservations_of_lot ON reservations (company_id, sku, warehouse_id, available_from);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['networks', 'items', 'stock', 'promises', 'reservations'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO karavan_app', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY staff ON %I FOR ALL TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
      WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)$p$, t);
  END LOOP;
END $$;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO karavan_app;
