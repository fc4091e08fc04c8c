-- What a device says without knowing where it is (a voltage, a text, an alarm) is kept beside its positions, never as a place.
ALTER TABLE positions ALTER COLUMN lat DROP NOT NULL;
ALTER TABLE positions ALTER COLUMN lon DROP NOT NULL;
ALTER TABLE positions ADD CONSTRAINT positions_without_place_are_set_aside
  CHECK ((lat IS NULL) = (lon IS NULL) AND (lat IS NOT NULL OR filtered IS NOT NULL));
