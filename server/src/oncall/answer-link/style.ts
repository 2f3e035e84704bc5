/** The whole style of the answer page: system fonts, both themes, thumb-sized targets. Its hash is in the page's content security policy. */
export const style = `
:root{color-scheme:light dark;--bg:#fff;--s1:#f6f8fa;--line:#c3ccd7;--ctrl:#748292;--text:#10161d;--text2:#3e4a58;--accent:#0b5cc4;--on:#fff;--focus:#10161d;--sev:#bc1c6e;--tint:#fbe3f0;--sevtext:#8e1253}
@media(prefers-color-scheme:dark){:root{--bg:#0b0e13;--s1:#12171e;--line:#37424f;--ctrl:#6e7c8e;--text:#e4e9f0;--text2:#aeb9c7;--accent:#1f6fd6;--on:#fff;--focus:#fff;--sev:#d4217d;--tint:#4a1536;--sevtext:#ffa6da}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.4 system-ui,sans-serif;font-feature-settings:"tnum"}
main{max-width:480px;margin:0 auto;padding:16px 16px 24px}
.bar{display:flex;gap:12px;align-items:center;color:var(--text2);font-size:14px;flex-wrap:wrap}
.sev{font-weight:700;padding:2px 8px;border-radius:2px;border:1px solid var(--sev);color:var(--sevtext)}
.SEV1{background:var(--sev);color:#fff}.SEV2{background:var(--tint)}.SEV4{border-color:transparent;padding-left:0}.none{border-style:dashed;border-color:var(--ctrl);color:var(--text2)}
h1{font-size:24px;line-height:1.25;margin:12px 0 8px;overflow-wrap:anywhere}
p{margin:4px 0;color:var(--text2)}
section,ul{background:var(--s1);border:1px solid var(--line);border-radius:6px;padding:12px;margin:16px 0}
h2{font-size:16px;margin:0 0 8px}
dl{margin:0;display:grid;grid-template-columns:auto 1fr;gap:4px 12px}
dt{color:var(--text2)}dd{margin:0;overflow-wrap:anywhere}
ul{list-style:none}li{padding:4px 0;overflow-wrap:anywhere}
.said{font-size:20px;color:var(--text);margin:16px 0}
.do{position:sticky;bottom:0;background:var(--bg);padding:12px 0 8px;display:grid;gap:8px}
button,.link{font:inherit;font-weight:600;width:100%;min-height:56px;border-radius:4px;border:1px solid var(--ctrl);background:var(--s1);color:var(--text);cursor:pointer;display:flex;align-items:center;justify-content:center;text-decoration:none;padding:8px}
.main{min-height:64px;font-size:20px;font-weight:700;background:var(--accent);color:var(--on);border-color:transparent;letter-spacing:.02em}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:8px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
@media print{.do{display:none}}
`;
