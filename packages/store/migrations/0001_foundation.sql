-- The first stretch of the model. Every row carries the company it belongs to (the shipper whose installation this is);
-- rows a customer may see carry that customer too. Row-level security holds for the role karavan_app, which every
-- request takes on; the owner of the tables is used only for migrations, sign-in and the live tail.

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'karavan_app') THEN
    BEGIN
      CREATE ROLE karavan_app NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of the same server was first
    END;
  END IF;
END $$;
DO $$ BEGIN EXECUTE format('GRANT karavan_app TO %I', current_user); END $$;
GRANT USAGE ON SCHEMA public TO karavan_app;

CREATE FUNCTION karavan_company() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('karavan.company_id', true), '')::uuid $$;
CREATE FUNCTION karavan_customer() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('karavan.customer_id', true), '')::uuid $$;

-- One counter orders everything that goes live. The lock is held from here to commit, so a reader that has seen
-- revision n has seen every revision below n: no gap can open behind him.
CREATE SEQUENCE live_revision;
CREATE FUNCTION karavan_next_revision() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(5021370);
  RETURN nextval('live_revision');
END $$;

-- ── who ────────────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE companies (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),        -- an operator points at itself
  kind text NOT NULL CHECK (kind IN ('operator', 'customer')),
  name text NOT NULL,
  name_key text NOT NULL,
  okpo text,
  demo boolean NOT NULL DEFAULT false,                         -- made by the demo: everybody knows its passwords
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind = 'operator') = (company_id = id))
);
CREATE INDEX companies_by_name ON companies (company_id, name_key text_pattern_ops);

CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  customer_id uuid REFERENCES companies (id),
  email text NOT NULL,
  password_hash text NOT NULL,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('customer', 'dispatcher', 'manager', 'admin')),
  language text NOT NULL DEFAULT 'ru',
  created_at timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz,
  CHECK ((role = 'customer') = (customer_id IS NOT NULL))
);
CREATE UNIQUE INDEX users_by_email ON users (lower(email));

CREATE TABLE sessions (
  token_hash bytea PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  name text NOT NULL,
  prefix text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  subject text,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_newest ON audit (company_id, id DESC);

-- ── what moves, and where ──────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE sites (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  customer_id uuid REFERENCES companies (id),
  kind text NOT NULL CHECK (kind IN ('plant', 'site')),
  name text NOT NULL,
  lat double precision,
  lon double precision,
  esr text,
  time_zone text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sites_by_company ON sites (company_id, name, id);

CREATE TABLE vehicles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  plate text NOT NULL,
  plate_key text NOT NULL,
  name text,
  carrier text,
  driver_phone text,
  phone_key text,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (company_id, plate_key)
);
CREATE INDEX vehicles_by_plate ON vehicles (company_id, plate_key text_pattern_ops);
CREATE INDEX vehicles_by_phone ON vehicles (company_id, phone_key) WHERE phone_key IS NOT NULL;

CREATE TABLE devices (
  unique_id text PRIMARY KEY,                                  -- the key a device presents; one owner at a time
  company_id uuid NOT NULL REFERENCES companies (id),
  protocol text NOT NULL,
  vehicle_id uuid REFERENCES vehicles (id),
  quarantined boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_fixed_at timestamptz,                                   -- newest position that passed the filter
  last_lat double precision,
  last_lon double precision
);
CREATE INDEX devices_by_company ON devices (company_id, unique_id);
CREATE INDEX devices_by_vehicle ON devices (vehicle_id) WHERE vehicle_id IS NOT NULL;

CREATE TABLE positions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  device_id text NOT NULL,
  vehicle_id uuid,
  fixed_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT now(),
  lat double precision NOT NULL,
  lon double precision NOT NULL,
  speed_kmh real,
  course_deg real,
  altitude_m real,
  accuracy_m real,
  valid boolean NOT NULL,
  filtered text,
  attributes jsonb NOT NULL,
  fingerprint uuid NOT NULL,                                   -- of the message, so a resent one is stored once
  UNIQUE (device_id, fixed_at, fingerprint)
);
CREATE INDEX positions_of_vehicle ON positions (vehicle_id, fixed_at) WHERE vehicle_id IS NOT NULL;

-- ── reports ────────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE reports (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  company_id uuid NOT NULL REFERENCES companies (id),
  sha256 text NOT NULL,
  source text NOT NULL,
  file_name text,
  size_bytes integer NOT NULL,
  received_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('received', 'ingested', 'quarantined')),
  format text,
  reported_at timestamptz,
  counts jsonb,
  issues jsonb NOT NULL DEFAULT '[]',
  problem text,
  UNIQUE (company_id, sha256)
);
CREATE INDEX reports_newest ON reports (company_id, seq DESC);
CREATE INDEX reports_unfinished ON reports (received_at) WHERE status = 'received';

CREATE TABLE report_raw (
  report_id uuid PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
  company_id uuid NOT NULL REFERENCES companies (id),
  bytes bytea NOT NULL
);

CREATE TABLE report_rows (
  report_id uuid NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
  company_id uuid NOT NULL REFERENCES companies (id),
  row_number integer NOT NULL,
  wagon text,
  verdict text NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'duplicate', 'stale')),
  data jsonb,
  PRIMARY KEY (report_id, row_number)
);

CREATE TABLE wagons (
  company_id uuid NOT NULL REFERENCES companies (id),
  number text NOT NULL,
  revision bigint NOT NULL,
  operation_at timestamptz NOT NULL,
  reported_at timestamptz NOT NULL,
  waybill_key text,
  station_key text NOT NULL,
  state jsonb NOT NULL,
  PRIMARY KEY (company_id, number)
);
CREATE INDEX wagons_newest ON wagons (company_id, operation_at DESC, number DESC);
CREATE INDEX wagons_by_waybill ON wagons (company_id, waybill_key text_pattern_ops) WHERE waybill_key IS NOT NULL;
CREATE INDEX wagons_by_station ON wagons (company_id, station_key text_pattern_ops);

CREATE TABLE operations (
  company_id uuid NOT NULL REFERENCES companies (id),
  wagon text NOT NULL,
  at timestamptz NOT NULL,
  key text NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (company_id, wagon, at, key)
);

-- ── shipments ──────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE shipments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  customer_id uuid NOT NULL REFERENCES companies (id),
  number text NOT NULL,
  number_key text NOT NULL,
  order_number text,
  order_key text,
  order_id uuid,                                               -- orders, specifications and plans follow
  plan_id uuid,
  revision bigint NOT NULL,
  status text NOT NULL,
  created_at timestamptz NOT NULL,
  facts jsonb NOT NULL,                                        -- product, origin, destination, orderedKg, deliverBy, legs
  state jsonb NOT NULL,
  UNIQUE (company_id, number)
);
CREATE INDEX shipments_latest ON shipments (company_id, revision DESC);
CREATE INDEX shipments_of_customer ON shipments (company_id, customer_id, revision DESC);
CREATE INDEX shipments_by_number ON shipments (company_id, number_key);
CREATE INDEX shipments_by_order ON shipments (company_id, order_key) WHERE order_key IS NOT NULL;
CREATE INDEX shipments_by_revision ON shipments (revision);
CREATE SEQUENCE shipment_number;

CREATE TABLE shipment_units (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  customer_id uuid NOT NULL REFERENCES companies (id),
  shipment_id uuid NOT NULL REFERENCES shipments (id) ON DELETE CASCADE,
  leg integer NOT NULL,
  ord integer NOT NULL,
  mode text NOT NULL CHECK (mode IN ('rail', 'road')),
  asset_id text NOT NULL,
  label_key text NOT NULL,
  status text NOT NULL,
  visible_from timestamptz NOT NULL,                           -- the customer sees the asset inside this window only
  visible_until timestamptz,
  data jsonb NOT NULL
);
CREATE INDEX shipment_units_of_shipment ON shipment_units (shipment_id, leg, ord);
CREATE INDEX shipment_units_of_asset ON shipment_units (company_id, asset_id);
CREATE INDEX shipment_units_by_label ON shipment_units (company_id, label_key);

-- A wagon or truck is shown to the customer while it demonstrably carries his cargo: from the first fact that ties it to
-- this unit (a planned unit has none yet) to the end of the window.
CREATE FUNCTION karavan_on_this_cargo(u shipment_units) RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT u.status <> 'planned' OR u.data ? 'seenAt' $$;
CREATE FUNCTION karavan_shown_now(u shipment_units) RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT u.visible_from <= now() AND (u.visible_until IS NULL OR u.visible_until > now())
    AND (u.status <> 'planned' OR u.data ? 'seenAt') $$;

CREATE TABLE shares (
  token_hash bytea PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  customer_id uuid NOT NULL REFERENCES companies (id),
  shipment_id uuid NOT NULL REFERENCES shipments (id) ON DELETE CASCADE,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz
);

-- ── what is live ───────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE assets (
  company_id uuid NOT NULL REFERENCES companies (id),
  id text NOT NULL,
  kind text NOT NULL,
  label text NOT NULL,
  revision bigint NOT NULL,
  lat double precision,
  lon double precision,
  at timestamptz,
  speed_kmh real,
  course_deg real,
  source text,
  approximate boolean NOT NULL DEFAULT false,
  place text,
  status text NOT NULL,
  PRIMARY KEY (company_id, id)
);
CREATE INDEX assets_by_revision ON assets (revision);

CREATE TABLE events (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  customer_id uuid REFERENCES companies (id),
  revision bigint NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  asset_id text,
  shipment_id uuid REFERENCES shipments (id) ON DELETE CASCADE,
  place text,
  evidence jsonb NOT NULL,
  late boolean NOT NULL
);
-- One fact is told once, however often its report or message comes again.
CREATE UNIQUE INDEX events_once ON events (company_id, asset_id, kind, at, coalesce(shipment_id, '00000000-0000-0000-0000-000000000000'));
CREATE INDEX events_by_revision ON events (revision);
CREATE INDEX events_of_shipment ON events (shipment_id, at DESC, id) WHERE shipment_id IS NOT NULL;
CREATE INDEX events_of_asset ON events (company_id, asset_id, at DESC);

CREATE TABLE sources (
  company_id uuid NOT NULL REFERENCES companies (id),
  id text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  every_seconds integer,
  last_attempt_at timestamptz,
  last_success_at timestamptz,
  last_error text,
  next_run_at timestamptz,
  busy_until timestamptz,                                      -- leased by the worker that reads it now
  PRIMARY KEY (company_id, id)
);

-- ── who may see what ───────────────────────────────────────────────────────────────────────────────────────────────
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO karavan_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO karavan_app;
REVOKE UPDATE, DELETE ON audit FROM karavan_app;
REVOKE ALL ON sessions FROM karavan_app;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['companies','users','sessions','api_keys','audit','sites','vehicles','devices','positions','reports',
      'report_raw','report_rows','wagons','operations','shipments','shipment_units','shares','assets','events','sources'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    -- the company's own people: everything of their company, nothing of any other
    EXECUTE format($p$CREATE POLICY staff ON %I FOR ALL TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
      WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)$p$, t);
  END LOOP;
  -- a customer's people: rows that name their company
  FOREACH t IN ARRAY ARRAY['shipments','shipment_units','events','shares'] LOOP
    EXECUTE format($p$CREATE POLICY customer ON %I FOR SELECT TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND customer_id = (SELECT karavan_customer()))$p$, t);
  END LOOP;
END $$;

CREATE POLICY customer_shares ON shares FOR INSERT TO karavan_app
  WITH CHECK (company_id = (SELECT karavan_company()) AND customer_id = (SELECT karavan_customer())
    AND EXISTS (SELECT FROM shipments s WHERE s.id = shares.shipment_id));
CREATE POLICY customer_audit ON audit FOR INSERT TO karavan_app WITH CHECK (company_id = (SELECT karavan_company()));
CREATE POLICY customer ON companies FOR SELECT TO karavan_app USING (id = (SELECT karavan_customer()));
CREATE POLICY customer ON sites FOR SELECT TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (customer_id = (SELECT karavan_customer()) OR (kind = 'plant' AND customer_id IS NULL)));

-- A customer sees an asset only while it carries his cargo. The subquery runs under the policies of shipment_units.
CREATE POLICY customer ON assets FOR SELECT TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND EXISTS (
    SELECT FROM shipment_units u WHERE u.company_id = assets.company_id AND u.asset_id = assets.id
      AND u.customer_id = (SELECT karavan_customer())
      AND karavan_shown_now(u)));
CREATE POLICY customer ON wagons FOR SELECT TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND EXISTS (
    SELECT FROM shipment_units u WHERE u.company_id = wagons.company_id AND u.asset_id = 'wagon:' || wagons.number
      AND u.customer_id = (SELECT karavan_customer())
      AND karavan_shown_now(u)));
CREATE POLICY customer ON operations FOR SELECT TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND EXISTS (
    SELECT FROM shipment_units u WHERE u.company_id = operations.company_id AND u.asset_id = 'wagon:' || operations.wagon
      AND u.customer_id = (SELECT karavan_customer())
      AND karavan_on_this_cargo(u) AND operations.at >= u.visible_from AND (u.visible_until IS NULL OR operations.at <= u.visible_until)));
CREATE POLICY customer ON vehicles FOR SELECT TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND EXISTS (
    SELECT FROM shipment_units u WHERE u.company_id = vehicles.company_id AND u.asset_id = 'truck:' || vehicles.id
      AND u.customer_id = (SELECT karavan_customer())
      AND karavan_shown_now(u)));
CREATE POLICY customer ON positions FOR SELECT TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND EXISTS (
    SELECT FROM shipment_units u WHERE u.company_id = positions.company_id AND u.asset_id = 'truck:' || positions.vehicle_id
      AND u.customer_id = (SELECT karavan_customer())
      AND karavan_on_this_cargo(u) AND positions.fixed_at >= u.visible_from AND (u.visible_until IS NULL OR positions.fixed_at <= u.visible_until)));
