-- The railway beyond the built-in list: stations and lines that were imported or placed by hand, and the train a wagon's marker is part of.

CREATE TABLE stations (
  company_id uuid NOT NULL REFERENCES companies (id),
  key text NOT NULL,                                           -- the ESR code; of a station without one its name and road
  esr text CHECK (esr ~ '^[0-9]{6}$'),
  name text NOT NULL,
  road text,
  region text,
  lat double precision CHECK (lat BETWEEN -90 AND 90),
  lon double precision CHECK (lon BETWEEN -180 AND 180),
  placed_by text CHECK (placed_by IN ('import', 'hand')),      -- a place given by hand is not overruled by an import
  PRIMARY KEY (company_id, key),
  CHECK ((lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (placed_by IS NULL))
);

CREATE TABLE rail_edges (
  company_id uuid NOT NULL REFERENCES companies (id),
  from_esr text NOT NULL,
  to_esr text NOT NULL,
  km double precision CHECK (km > 0),                          -- null: worked out from the places of the two
  line jsonb,                                                  -- [lat, lon] of points strictly between them, from the first to the second
  PRIMARY KEY (company_id, from_esr, to_esr),
  CHECK (from_esr < to_esr)
);

-- One row a company that has any of the two. Whoever holds a network in memory reads it again when the version has moved on.
CREATE TABLE rail_networks (
  company_id uuid PRIMARY KEY REFERENCES companies (id),
  version integer NOT NULL,
  settled_version integer NOT NULL DEFAULT 0                   -- up to here the wagons stand where this network has their stations
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['stations', 'rail_edges', 'rail_networks'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO karavan_app', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY staff ON %I FOR ALL TO karavan_app
      USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
      WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)$p$, t);
  END LOOP;
END $$;

ALTER TABLE assets ADD COLUMN train text;
CREATE INDEX assets_by_train ON assets (company_id, train) WHERE train IS NOT NULL;
