-- What the finished trips of a company's wagons have taught, as far as its reports have been studied.
CREATE TABLE eta_studies (
  company_id uuid PRIMARY KEY REFERENCES companies (id),
  upto_seq bigint NOT NULL,                                    -- reports.seq of the last report studied
  model jsonb NOT NULL,
  wagons jsonb NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON eta_studies TO karavan_app;
ALTER TABLE eta_studies ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON eta_studies FOR ALL TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
  WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL);
