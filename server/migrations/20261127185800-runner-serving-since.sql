-- Since when the runner has asked for work without a silence. What fell due before it was back is not called late.
alter table runner add column serving_since timestamptz;
