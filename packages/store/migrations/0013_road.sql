-- When a plant or site takes goods in (contracts: Calendar); always where null.
ALTER TABLE sites ADD COLUMN receiving jsonb;

-- What the finished trips of a company's trucks have taught, as far as they have been studied.
CREATE TABLE road_studies (
  company_id uuid PRIMARY KEY REFERENCES companies (id),
  upto timestamptz NOT NULL,                                   -- end of the last trip studied, and which one it was
  upto_unit uuid NOT NULL,
  study jsonb NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON road_studies TO karavan_app;
ALTER TABLE road_studies ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON road_studies FOR ALL TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
  WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL);

CREATE INDEX shipment_units_ended ON shipment_units (company_id, (data ->> 'deliveredAt'), id) WHERE mode = 'road' AND status = 'delivered';
CREATE INDEX shipment_units_on_road ON shipment_units (company_id, id) WHERE mode = 'road' AND status = 'moving';
