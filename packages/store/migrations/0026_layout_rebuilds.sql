-- Wagons whose reports were read again and that are still to be worked out anew: noted with the rows, taken with what comes of them.

CREATE TABLE layout_rebuilds (
  company_id uuid NOT NULL REFERENCES companies (id),
  wagon text NOT NULL,
  since timestamptz NOT NULL,            -- the oldest of those reports
  news text[] NOT NULL DEFAULT '{}',     -- keys of operations nobody had told of before
  is_named boolean NOT NULL DEFAULT true, -- by one of those reports; else it is of the same fleet
  PRIMARY KEY (company_id, wagon)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON layout_rebuilds TO karavan_app;
ALTER TABLE layout_rebuilds ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON layout_rebuilds FOR ALL TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
  WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL);
