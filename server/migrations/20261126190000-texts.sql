-- A model writes other texts than the summary too; that of what is new is of the entries behind one.
alter table model_text add column after_seq integer not null default 0;
alter table model_text drop constraint model_text_pkey;
alter table model_text add constraint model_text_pkey primary key (incident_id, feature, after_seq);
alter table model_run add column after_seq integer not null default 0;
