-- Reports of a layout that are read again because somebody said what its columns mean: the row is the queue, the lease and the progress.

CREATE TABLE layout_runs (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies (id),
  signature text NOT NULL,                                     -- of the layout
  report_id uuid NOT NULL REFERENCES reports (id) ON DELETE CASCADE,  -- the one it was said on
  status text NOT NULL CHECK (status IN ('queued', 'running', 'done', 'superseded')),
  reports jsonb NOT NULL,                                      -- what is read again, in order once the order is known
  is_ordered boolean NOT NULL DEFAULT false,
  done integer NOT NULL DEFAULT 0,                             -- how many of them have been
  problems jsonb NOT NULL DEFAULT '{}',                        -- report → why it could not be read
  attempts integer NOT NULL DEFAULT 0,                         -- faults at the one that comes next
  lease uuid,                                                  -- whoever reads
  beat_at timestamptz,                                         -- the last sign of life of whoever reads; of one that waits: not before
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX layout_runs_one_at_a_time ON layout_runs (company_id, signature) WHERE status IN ('queued', 'running');
CREATE INDEX layout_runs_latest ON layout_runs (company_id, signature, created_at DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON layout_runs TO karavan_app;
ALTER TABLE layout_runs ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON layout_runs FOR ALL TO karavan_app
  USING (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL)
  WITH CHECK (company_id = (SELECT karavan_company()) AND (SELECT karavan_customer()) IS NULL);
