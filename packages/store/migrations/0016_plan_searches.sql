-- Long searches for better plans: asked for by a dispatcher, leased by whoever has a worker free, watched and cancelled meanwhile.

CREATE TABLE plan_searches (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  plan_id uuid NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  revision integer NOT NULL,                                   -- of the draft it begins with
  status text NOT NULL CHECK (status IN ('queued', 'running', 'done', 'cancelled', 'failed', 'lost')),
  seconds integer NOT NULL,
  language text NOT NULL,
  request jsonb NOT NULL,                                      -- the question as it was when it was asked
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  started_at timestamptz,
  beat_at timestamptz,                                         -- the last sign of life of whoever searches
  ended_at timestamptz,
  cancel boolean NOT NULL DEFAULT false,
  first jsonb,
  best jsonb,
  proposal jsonb
);
CREATE UNIQUE INDEX plan_searches_one_at_a_time ON plan_searches (plan_id) WHERE status IN ('queued', 'running');
CREATE INDEX plan_searches_waiting ON plan_searches (created_at) WHERE status IN ('queued', 'running');
CREATE INDEX plan_searches_latest ON plan_searches (plan_id, created_at DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON plan_searches TO karavan_app;
ALTER TABLE plan_searches ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON plan_searches FOR ALL TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
  WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL);
