-- The norms that terms of delivery are computed by, in versions: what one says is never overwritten, so every term of the past can be told.
CREATE TABLE norm_books (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies (id),
  version integer NOT NULL CHECK (version > 0),                  -- 0 is what ships, and is not stored
  valid_from date NOT NULL,                                      -- Moscow days of acceptance
  valid_to date,
  terms jsonb NOT NULL,
  confidence text NOT NULL CHECK (confidence IN ('confirmed', 'unconfirmed')),
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_by text,
  confirmed_at timestamptz,
  withdrawn_by text,
  withdrawn_at timestamptz,
  UNIQUE (company_id, version),
  CHECK (valid_from <= valid_to),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
GRANT SELECT, INSERT ON norm_books TO karavan_app;
-- what a version says stays; only its end and who vouches for it change
GRANT UPDATE (valid_to, confidence, confirmed_by, confirmed_at, withdrawn_by, withdrawn_at) ON norm_books TO karavan_app;
ALTER TABLE norm_books ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON norm_books FOR ALL TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
  WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL);
