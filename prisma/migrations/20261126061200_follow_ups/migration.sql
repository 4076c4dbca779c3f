-- What was told before a follow-up of late is looked for every minute.
CREATE INDEX delivery_follow_up ON delivery (planned_at) WHERE purpose <> 'PUBLISHED';
