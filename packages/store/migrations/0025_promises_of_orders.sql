-- A cancelled shipment gives back what was promised to its order, so promises are found by the number of their order, however it is written:
-- the key is that of shipments (`searchKey`).

ALTER TABLE promises ADD COLUMN order_key text;
UPDATE promises SET order_key = translate(
  regexp_replace(replace(upper(order_number), 'Ё', 'Е'), '[\s\u00a0\-‐‑–—_№#"«»''.,/\\()]', '', 'g'), 'ABCEHKMOPTXY', 'АВСЕНКМОРТХУ')
WHERE order_number IS NOT NULL;
CREATE INDEX promises_held_for_order ON promises (company_id, order_key) WHERE status = 'held' AND order_key IS NOT NULL;
