-- What a position costs the database, made less. What a tracker tells beside its place is kept as the text it came in: nobody searches in
-- it, and taking it apart cost as much as an index. What is newer than all that is known of its device was hardly ever stored before: it
-- is inserted, and only where the key says that it is there already does the longer way look which of them are; asking for each row
-- beforehand cost a quarter of storing it.
ALTER TABLE positions ALTER COLUMN attributes TYPE json USING attributes::json;

DROP FUNCTION karavan_store_ordinary;
CREATE FUNCTION karavan_store_ordinary(
  company uuid,
  -- devices, as karavan_advance_devices takes them
  ids text[], versions xid[], protocols text[], ats timestamptz[], lats float8[], lons float8[], metres float8[],
  -- readings
  of_devices text[], vehicles uuid[], fixed timestamptz[], received timestamptz[], r_lats float8[], r_lons float8[], speeds real[], courses real[],
  altitudes real[], accuracies real[], valids boolean[], reasons text[], movings boolean[], steps real[], contents json[], fingerprints uuid[],
  -- markers that move with them, if any
  m_ids text[], m_devices text[], m_sources text[], m_lats float8[], m_lons float8[], m_ats timestamptz[], m_speeds real[], m_courses real[],
  m_accuracies real[], m_statuses text[],
  -- what was remembered: the trucks asked about, what they carry, and the edition of fences and settings
  trucks text[], cargo jsonb, rules bigint)
RETURNS xid LANGUAGE plpgsql SET role = karavan_app SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM set_config('karavan.company_id', company::text, true), set_config('karavan.customer_id', '', true);
  IF coalesce((SELECT s.edition FROM alert_settings s WHERE s.company_id = company), 0) <> rules
     OR coalesce((SELECT jsonb_agg(jsonb_build_array(u.asset_id, s.id, s.revision) ORDER BY u.asset_id COLLATE "C", s.id)
          FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id
          WHERE u.company_id = company AND u.asset_id = ANY (trucks) AND u.status <> 'delivered'), '[]') <> cargo
     OR karavan_advance_devices(ids, versions, protocols, ats, lats, lons, metres) <> cardinality(ids) THEN
    RAISE EXCEPTION 'changed' USING ERRCODE = 'KV001';
  END IF;

  INSERT INTO positions (company_id, device_id, vehicle_id, fixed_at, received_at, lat, lon, speed_kmh, course_deg, altitude_m, accuracy_m, valid,
    filtered, moving, step_m, attributes, fingerprint)
  SELECT company, unnest(of_devices), unnest(vehicles), unnest(fixed), unnest(received), unnest(r_lats), unnest(r_lons), unnest(speeds),
    unnest(courses), unnest(altitudes), unnest(accuracies), unnest(valids), unnest(reasons), unnest(movings), unnest(steps), unnest(contents),
    unnest(fingerprints);

  IF karavan_move_markers(company, m_ids, m_devices, m_sources, m_lats, m_lons, m_ats, m_speeds, m_courses, m_accuracies, m_statuses)
     <> cardinality(m_ids) THEN
    RAISE EXCEPTION 'changed' USING ERRCODE = 'KV001';
  END IF;
  RETURN pg_current_xact_id()::xid;
END $$;

-- Markers that are written after their positions; gives how many moved. What is newer already, gone or another device's by now stays.
CREATE FUNCTION karavan_follow_devices(company uuid, ids text[], of_devices text[], sources text[], lats float8[], lons float8[], ats timestamptz[],
  speeds real[], courses real[], accuracies real[], statuses text[])
RETURNS integer LANGUAGE plpgsql SET role = karavan_app AS $$
BEGIN
  PERFORM set_config('karavan.company_id', company::text, true), set_config('karavan.customer_id', '', true);
  RETURN karavan_move_markers(company, ids, of_devices, sources, lats, lons, ats, speeds, courses, accuracies, statuses);
END $$;
