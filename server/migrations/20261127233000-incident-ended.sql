-- What failed is looked for among the incidents of its environment that have ended since it began.
create index incident_ended on incident (environment, resolved_at) where resolved_at is not null;
