/** The consent page's looks, carried in the page itself, as nothing else of it is served. */
export const style = `
*,*::before,*::after{box-sizing:border-box}
body{margin:0;min-height:100vh;background:#f8f6f9;color:#1d1c1d;font:16px/1.5 Lato,'Segoe UI',-apple-system,BlinkMacSystemFont,Roboto,'Helvetica Neue',sans-serif}
header{padding:14px 24px;background:#4a154b;color:#fff;font-weight:800;letter-spacing:-.02em}
main{max-width:600px;margin:32px auto;padding:28px 32px 32px;border-radius:14px;background:#fff;box-shadow:0 1px 3px rgb(29 28 29/12%),0 12px 40px rgb(29 28 29/8%)}
h1{margin:18px 0 6px;font-size:25px;line-height:1.28;text-wrap:balance}
h2{margin:22px 0 6px;font-size:17px}
.note{margin:6px 0;color:#5c5a5d;font-size:15px}
.where,.answer{display:flex;flex-wrap:wrap;gap:8px 10px;align-items:center}
.where{justify-content:flex-end;padding-bottom:18px;border-bottom:1px solid #e3e0e4}
label{font-weight:700;font-size:15px}
select{flex:1 1 200px;min-height:42px;padding:6px 10px;border:1px solid #868187;border-radius:8px;background:#fff;color:inherit;font:inherit}
button{min-height:42px;padding:6px 18px;border:1px solid #bdb8be;border-radius:8px;background:#fff;color:inherit;font:inherit;font-weight:700;cursor:pointer}
button:hover{background:#f8f6f9}
button.primary{border-color:#007a5a;background:#007a5a;color:#fff}
button.primary:hover{background:#00664b}
button[disabled]{opacity:.5;cursor:default}
:focus-visible{outline:3px solid #1264a3;outline-offset:2px}
.mark{display:grid;place-items:center;width:56px;height:56px;margin-top:24px;border-radius:14px;background:linear-gradient(135deg,#0b7a5c,#10567f);color:#fff;font-size:26px;font-weight:800}
.scopes{margin:0;padding:0;border:1px solid #e3e0e4;border-radius:10px;list-style:none}
.scopes li{display:flex;flex-wrap:wrap;gap:2px 14px;justify-content:space-between;align-items:baseline;padding:10px 16px}
.scopes li+li{border-top:1px solid #e3e0e4}
code{color:#5c5a5d;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,monospace}
.answer{margin-top:24px}
.buttons{display:flex;flex:1 1 100%;gap:10px;justify-content:flex-end;margin-top:10px}
@media (max-width:640px){main{margin:0;padding:20px 18px 28px;border-radius:0;box-shadow:none}h1{font-size:22px}}
`;
