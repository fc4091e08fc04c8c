-- Every position is written once and read by device or by vehicle: one unique index and one of the vehicle are the least that
-- serves both. The company comes from the device's own row, which is checked; a check a position would cost as much as storing it.
ALTER TABLE positions DROP CONSTRAINT positions_company_id_fkey;
ALTER TABLE positions DROP CONSTRAINT positions_pkey;
ALTER TABLE positions DROP CONSTRAINT positions_device_id_fixed_at_fingerprint_key;
ALTER TABLE positions ADD PRIMARY KEY (device_id, fixed_at, fingerprint);
ALTER TABLE positions DROP COLUMN id;

-- What the pipeline makes of a position beside the verdict: whether the vehicle drove, and the metres since the good place before it.
ALTER TABLE positions ADD COLUMN moving boolean;
ALTER TABLE positions ADD COLUMN step_m real;

-- A device's newest place changes with every message and stays on its page of the table.
ALTER TABLE devices SET (fillfactor = 50);
ALTER TABLE devices ADD COLUMN odometer_m double precision NOT NULL DEFAULT 0;

-- The source that the marker of a truck follows now, and how exact its place is.
ALTER TABLE assets ADD COLUMN device_id text;
ALTER TABLE assets ADD COLUMN accuracy_m real;
ALTER TABLE assets SET (fillfactor = 50);

-- Which of the trucks that have just been heard carry something is asked with every batch.
CREATE INDEX shipment_units_under_way ON shipment_units (company_id, asset_id) WHERE status <> 'delivered';

-- Moves devices on, each only while it is still the row that was looked at; gives how many were. A batch is joined by hash whatever
-- the planner believes of a table that nobody has counted yet: nested loops over a few hundred devices cost more than all the rest.
CREATE FUNCTION karavan_advance_devices(ids text[], versions xid[], protocols text[], ats timestamptz[], lats float8[], lons float8[], metres float8[])
RETURNS integer LANGUAGE plpgsql SET enable_nestloop = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE advanced integer;
BEGIN
  UPDATE devices d SET protocol = r.protocol, last_fixed_at = coalesce(r.at, d.last_fixed_at), last_lat = coalesce(r.lat, d.last_lat),
    last_lon = coalesce(r.lon, d.last_lon), odometer_m = d.odometer_m + r.way
  FROM unnest(ids, versions, protocols, ats, lats, lons, metres) AS r (id, version, protocol, at, lat, lon, way)
  WHERE d.unique_id = ANY (ids) AND d.unique_id = r.id AND d.xmin = r.version;
  GET DIAGNOSTICS advanced = ROW_COUNT;
  RETURN advanced;
END $$;

-- The newest revision that can be read whole, in one statement: outside a transaction its lock is gone with it, and a reader keeps no writer waiting.
CREATE FUNCTION karavan_newest_revision() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE newest bigint;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(5021370);
  SELECT CASE WHEN is_called THEN last_value ELSE 0 END INTO newest FROM live_revision;
  RETURN newest;
END $$;

-- A marker moves with every position of its truck. Without an index of what changes each time the move stays on its page; the live tail
-- reads the markers of an installation from end to end a few times a second, which is a millisecond for ten thousand.
DROP INDEX assets_by_revision;
