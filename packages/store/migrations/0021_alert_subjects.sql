-- Each truck that has a trip is an episode of its own: what is said of a trip names its truck too.
UPDATE alerts SET subject = subject || ' ' || asset_id WHERE subject LIKE 'unit:%' AND strpos(subject, ' ') = 0 AND asset_id IS NOT NULL;
