-- A code is derived from the server's key, the method and the moment it was sent: nothing of it needs to be kept.
alter table contact_method drop column code_hash;
