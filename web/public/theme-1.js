try {
  const theme = localStorage.getItem('fm.theme');
  if (/^(dark|light|night)$/.test(theme)) document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the operating system's choice then holds.
}
