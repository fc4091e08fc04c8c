-- Customers read no reports, yet what they see of a past moment may be asked for as it was known then: whether a report had come by that time.
CREATE FUNCTION karavan_received_by(report uuid, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM reports r WHERE r.id = report AND r.company_id = karavan_company() AND r.received_at <= moment)
$$;
