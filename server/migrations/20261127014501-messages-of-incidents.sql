-- Messages that told people of an incident named it in their key only, and so were not hidden with it.
update delivery d set incident_id = i.id from incident i
where d.incident_id is null and i.id = substring(d.key from 'INC-\d+');
update delivery d set incident_id = e.incident_id from escalation e
where d.incident_id is null and d.regarding like e.id || '.%';
