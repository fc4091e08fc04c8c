-- What most messages of trackers are: newer than all that is known of their device, with nothing that begins or ends with them.
-- Whoever sends them has worked out everything from what it remembers; here it is checked that all of this still holds, and then
-- they are stored in one call. An exception `changed` says that something no longer holds: nothing was stored, ask and work it out anew.

-- Markers that only move; gives how many did. Joined by hash, as devices are when they advance.
CREATE FUNCTION karavan_move_markers(company uuid, ids text[], of_devices text[], sources text[], lats float8[], lons float8[], ats timestamptz[],
  speeds real[], courses real[], accuracies real[], statuses text[])
RETURNS integer LANGUAGE plpgsql SET enable_nestloop = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE next_revision bigint; moved integer;
BEGIN
  IF cardinality(ids) = 0 THEN RETURN 0; END IF;
  next_revision := karavan_next_revision();
  UPDATE assets a SET revision = next_revision, lat = m.lat, lon = m.lon, at = m.at, speed_kmh = m.speed, course_deg = m.course,
    accuracy_m = m.accuracy, status = m.status
  FROM (SELECT unnest(ids) AS id, unnest(of_devices) AS device, unnest(sources) AS source, unnest(lats) AS lat, unnest(lons) AS lon,
    unnest(ats) AS at, unnest(speeds) AS speed, unnest(courses) AS course, unnest(accuracies) AS accuracy, unnest(statuses) AS status) m
  WHERE a.company_id = company AND a.id = ANY (ids) AND a.id = m.id AND a.device_id = m.device AND a.source = m.source AND NOT a.gone
    AND m.at >= coalesce(a.at, '-infinity');
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END $$;

CREATE FUNCTION karavan_store_ordinary(
  company uuid,
  -- devices, as karavan_advance_devices takes them
  ids text[], versions xid[], protocols text[], ats timestamptz[], lats float8[], lons float8[], metres float8[],
  -- readings
  of_devices text[], vehicles uuid[], fixed timestamptz[], received timestamptz[], r_lats float8[], r_lons float8[], speeds real[], courses real[],
  altitudes real[], accuracies real[], valids boolean[], reasons text[], movings boolean[], steps real[], contents jsonb[], fingerprints uuid[],
  -- markers that move
  m_ids text[], m_devices text[], m_sources text[], m_lats float8[], m_lons float8[], m_ats timestamptz[], m_speeds real[], m_courses real[],
  m_accuracies real[], m_statuses text[],
  -- what was remembered: the trucks asked about, what they carry, and the edition of fences and settings
  trucks text[], cargo jsonb, rules bigint)
RETURNS xid LANGUAGE plpgsql SET role = karavan_app SET plan_cache_mode = force_generic_plan AS $$
DECLARE stored integer;
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
    unnest(fingerprints)
  ON CONFLICT (device_id, fixed_at, fingerprint) DO NOTHING;
  GET DIAGNOSTICS stored = ROW_COUNT;
  IF stored <> cardinality(fingerprints) THEN RAISE EXCEPTION 'changed' USING ERRCODE = 'KV001'; END IF;

  IF karavan_move_markers(company, m_ids, m_devices, m_sources, m_lats, m_lons, m_ats, m_speeds, m_courses, m_accuracies, m_statuses)
     <> cardinality(m_ids) THEN
    RAISE EXCEPTION 'changed' USING ERRCODE = 'KV001';
  END IF;
  RETURN pg_current_xact_id()::xid;
END $$;
