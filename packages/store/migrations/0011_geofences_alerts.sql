-- Places with an edge, what is wrong now and was, and who is told of it.

CREATE TABLE geofences (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  site_id uuid UNIQUE REFERENCES sites (id) ON DELETE CASCADE,   -- made from this site
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('polygon', 'circle', 'corridor')),
  geometry jsonb NOT NULL,
  alert_on text NOT NULL DEFAULT 'none' CHECK (alert_on IN ('none', 'inside', 'outside')),
  margin_m real NOT NULL DEFAULT 50,
  dwell_seconds integer NOT NULL DEFAULT 0,
  active boolean NOT NULL DEFAULT true,
  reshaped boolean NOT NULL DEFAULT false,                       -- by a person: it no longer follows the point of its site
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX geofences_by_company ON geofences (company_id, name, id);

-- When something becomes an alert; `edition` rises with every change of fences or settings, so that whoever keeps them
-- in memory knows with one number whether they are still true.
CREATE TABLE alert_settings (
  company_id uuid PRIMARY KEY REFERENCES companies (id),
  edition bigint NOT NULL DEFAULT 1,
  settings jsonb NOT NULL DEFAULT '{}'
);

-- What has to be remembered of an asset from one position to the next: fences it is in, where it stands since when.
CREATE TABLE asset_watch (
  company_id uuid NOT NULL REFERENCES companies (id),
  asset_id text NOT NULL,
  state jsonb NOT NULL,
  PRIMARY KEY (company_id, asset_id)
);

CREATE TABLE alerts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  kind text NOT NULL,
  subject text NOT NULL,                                         -- what an episode is an episode of
  severity text NOT NULL CHECK (severity IN ('notice', 'warning', 'critical')),
  weight smallint NOT NULL GENERATED ALWAYS AS (CASE severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END) STORED,
  label text NOT NULL,
  place text,
  lat double precision,
  lon double precision,
  asset_id text,
  shipments jsonb NOT NULL DEFAULT '[]',                         -- [{id, customerId}] whose window was open when it began
  geofence_id uuid REFERENCES geofences (id) ON DELETE SET NULL,
  source_id text,
  opened_at timestamptz NOT NULL,
  opening jsonb NOT NULL,
  noticed_at timestamptz NOT NULL,
  risk_at timestamptz,
  owner_id uuid REFERENCES users (id),
  owner text,
  snoozed_until timestamptz,
  closed_at timestamptz,
  closed_by text,                                                -- a person; null: the closing fact
  ended_at timestamptz,
  ending jsonb,
  UNIQUE (company_id, kind, subject, opened_at)                  -- the same data again is the same episode
);
CREATE UNIQUE INDEX alerts_going_on ON alerts (company_id, kind, subject) WHERE ended_at IS NULL;
CREATE INDEX alerts_open ON alerts (company_id, weight, coalesce(risk_at, opened_at), id) WHERE closed_at IS NULL;
CREATE INDEX alerts_closed ON alerts (company_id, closed_at DESC, id) WHERE closed_at IS NOT NULL;
CREATE INDEX alerts_of_asset ON alerts (company_id, asset_id) WHERE asset_id IS NOT NULL;

CREATE TABLE alert_channels (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  kind text NOT NULL CHECK (kind IN ('email', 'webhook')),
  name text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  kinds text[] NOT NULL DEFAULT '{}',                            -- empty: all
  min_severity text NOT NULL DEFAULT 'warning',
  tell_end boolean NOT NULL DEFAULT false,
  settings jsonb NOT NULL,
  secret bytea,                                                  -- sealed; the key is not in the database
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX alert_channels_by_company ON alert_channels (company_id, name, id);

-- Written with the alert, sent by a worker: a message is lost by no crash, and sent twice it has the same id.
CREATE TABLE deliveries (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  channel_id uuid NOT NULL REFERENCES alert_channels (id) ON DELETE CASCADE,
  alert_id uuid REFERENCES alerts (id) ON DELETE CASCADE,
  change text NOT NULL CHECK (change IN ('opened', 'ended', 'test')),
  recipient text NOT NULL,
  language text NOT NULL,
  payload jsonb NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  leased_until timestamptz,
  sent_at timestamptz,
  last_error text
);
CREATE UNIQUE INDEX deliveries_once ON deliveries (channel_id, alert_id, change, recipient) WHERE alert_id IS NOT NULL;
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state = 'waiting';
CREATE INDEX deliveries_newest ON deliveries (company_id, state, created_at DESC, id);

-- What is looked at every few seconds: trips that have not ended, cargo that is late.
CREATE INDEX shipment_units_on_the_road ON shipment_units (company_id) WHERE mode = 'road' AND status IN ('planned', 'moving');
CREATE INDEX shipments_late ON shipments (company_id) WHERE state ->> 'late' = 'true' AND status <> 'delivered';

-- ── fences of sites and plants make themselves ─────────────────────────────────────────────────────────────────────
CREATE FUNCTION karavan_site_fence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.lat IS NULL OR NEW.lon IS NULL THEN
    DELETE FROM geofences WHERE site_id = NEW.id AND NOT reshaped;
    RETURN NULL;
  END IF;
  INSERT INTO geofences (company_id, site_id, name, kind, geometry)
  VALUES (NEW.company_id, NEW.id, NEW.name, 'circle', jsonb_build_object('kind', 'circle',
    'center', jsonb_build_object('lat', NEW.lat, 'lon', NEW.lon), 'radiusM', CASE NEW.kind WHEN 'plant' THEN 1000 ELSE 500 END))
  ON CONFLICT (site_id) DO UPDATE SET name = excluded.name, updated_at = now(),
    kind = CASE WHEN geofences.reshaped THEN geofences.kind ELSE excluded.kind END,
    geometry = CASE WHEN geofences.reshaped THEN geofences.geometry ELSE excluded.geometry END;
  RETURN NULL;
END $$;

CREATE FUNCTION karavan_fences_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_settings (company_id) VALUES (coalesce(NEW.company_id, OLD.company_id))
  ON CONFLICT (company_id) DO UPDATE SET edition = alert_settings.edition + 1;
  RETURN NULL;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON geofences, alert_settings, asset_watch, alerts, alert_channels, deliveries TO karavan_app;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['geofences', 'alert_settings', 'asset_watch', 'alerts', 'alert_channels', 'deliveries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY staff ON %I FOR ALL TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
      WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)$p$, t);
  END LOOP;
END $$;

CREATE TRIGGER fences_changed AFTER INSERT OR UPDATE OR DELETE ON geofences FOR EACH ROW EXECUTE FUNCTION karavan_fences_changed();
CREATE TRIGGER site_fence AFTER INSERT OR UPDATE OF lat, lon, name, kind ON sites FOR EACH ROW EXECUTE FUNCTION karavan_site_fence();
UPDATE sites SET name = name;                                    -- those that are there already
