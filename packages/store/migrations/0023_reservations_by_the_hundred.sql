-- A promise of 500 lines holds as many lots. Two foreign keys, looked up row by row, cost three times the rest of the insert, and the
-- index over the goods of promises another five hundred entries: reservations know both, and are written with their promise alone.

ALTER TABLE reservations DROP CONSTRAINT reservations_company_id_fkey, DROP CONSTRAINT reservations_promise_id_fkey;

CREATE FUNCTION karavan_drop_reservations() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM reservations r USING gone WHERE r.promise_id = gone.id;
  RETURN NULL;
END $$;
CREATE TRIGGER promises_let_go AFTER DELETE ON promises
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION karavan_drop_reservations();

DROP INDEX promises_by_sku;
ALTER TABLE promises DROP COLUMN skus;

-- Two indexes as before, but that by promise has one key for all of a promise. Neither begins with the company, so each is taken for what it is for.
ALTER TABLE reservations DROP CONSTRAINT reservations_pkey;
DROP INDEX reservations_of_lot;
ALTER TABLE reservations ADD PRIMARY KEY (sku, warehouse_id, available_from, company_id, promise_id);
CREATE INDEX reservations_by_promise ON reservations (promise_id);
