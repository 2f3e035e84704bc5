-- A site's link to headquarters, for where a line exists now and then. Without a rhythm no request leaves the site.
alter table relay_self
  add column link_every_s integer check (link_every_s between 60 and 604800),
  -- Where the site reaches headquarters, if not as the invitation says.
  add column link_url text,
  -- The redaction policy, by its label, whose bundles leave over the link without asking, and who said so. Another policy asks again.
  add column standing_policy text,
  add column standing_by text;
