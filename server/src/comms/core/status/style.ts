/** The whole style of the status page: system fonts, both themes. Its hash is in the page's content security policy. */
export const style = `
:root{color-scheme:light dark;--bg:#fff;--s1:#f6f8fa;--s2:#eef2f6;--line:#c3ccd7;--ctrl:#748292;--text:#10161d;--text2:#3e4a58;--accent:#0b5cc4;--fill:#0b5cc4;--focus:#10161d;--ok:#00685b;--degraded:#b37208;--failing:#8f1400;--nodata:#768391;--maint:#5a30ae}
@media(prefers-color-scheme:dark){:root{--bg:#0b0e13;--s1:#12171e;--s2:#1a212a;--line:#37424f;--ctrl:#6e7c8e;--text:#e4e9f0;--text2:#aeb9c7;--accent:#6cb2ff;--fill:#1f6fd6;--focus:#fff;--ok:#63bfab;--degraded:#ffce3a;--failing:#f0624e;--nodata:#6e7887;--maint:#a57cff}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-feature-settings:"tnum";overflow-wrap:anywhere}
main,header,footer{max-width:800px;margin:0 auto;padding:0 16px}
header{padding-top:24px;display:flex;gap:8px 16px;align-items:baseline;flex-wrap:wrap}
header p{margin:0;font-size:20px;font-weight:700;flex:1}
h1{font-size:24px;line-height:1.25;margin:0}
h2{font-size:20px;line-height:1.3;margin:32px 0 8px}
h3{font-size:16px;margin:0}
p{margin:4px 0}
a{color:var(--accent)}
main>h1{margin-top:16px}
.now{display:flex;gap:12px;align-items:center;margin:16px 0 8px;padding:16px;background:var(--s1);border:1px solid var(--line);border-radius:6px}
.q{color:var(--text2);font-size:14px}
.card{background:var(--s1);border:1px solid var(--line);border-radius:6px;padding:12px 16px;margin:12px 0}
ul.parts{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:6px}
ul.parts>li{padding:12px 16px}
ul.parts>li+li{border-top:1px solid var(--line)}
.row{display:flex;gap:4px 12px;align-items:baseline;flex-wrap:wrap}
.row>:first-child{flex:1 1 8rem}
.st{display:inline-flex;gap:6px;align-items:center;white-space:nowrap}
.sub{padding-left:16px}
svg.g{width:14px;height:14px;flex:none}
.now svg.g{width:28px;height:28px}
.days{display:block;width:100%;height:28px;margin:8px 0 0}
.up{fill:var(--ok);color:var(--ok)}.operational{fill:var(--ok);color:var(--ok)}.degraded{fill:var(--degraded);color:var(--degraded)}.wrong-data,.partial-outage,.major-outage{fill:var(--failing);color:var(--failing)}.maintenance{fill:var(--maint);color:var(--maint)}.unknown{fill:none;stroke:var(--nodata);stroke-width:.5}
.hit{fill:transparent}
.st b{color:var(--text);font-weight:400}
ol.updates{list-style:none;margin:8px 0 0;padding:0}
ol.updates>li{padding:8px 0 8px 12px;border-left:2px solid var(--line)}
label{display:block;font-weight:600;margin:8px 0 4px}
input[type=email]{width:100%;min-height:48px;padding:8px 12px;font:inherit;color:var(--text);background:var(--bg);border:1px solid var(--ctrl);border-radius:4px}
input[type=checkbox]{width:20px;height:20px;margin:0 8px 0 0;vertical-align:-4px}
.pick{display:block;font-weight:400;padding:8px 0}
fieldset{border:1px solid var(--line);border-radius:4px;margin:12px 0;padding:4px 12px}
button{min-height:48px;padding:8px 20px;font:inherit;font-weight:600;color:#fff;background:var(--fill);border:1px solid transparent;border-radius:4px;margin-top:12px}
.wrong{border:1px solid var(--failing);border-left-width:4px;border-radius:4px;padding:8px 12px}
footer{padding-top:32px;padding-bottom:32px;color:var(--text2);font-size:14px}
footer a,nav a{display:inline-block;padding:6px 0;margin-right:16px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:6px 8px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
@media print{form,nav{display:none}}
`;
