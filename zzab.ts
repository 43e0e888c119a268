import { chromium } from 'playwright';
import { BROWSER_ARGS, ensureBrowser } from './scripts/browser.ts';
import { serve } from './scripts/serve.ts';
const dists=process.argv.slice(3); const N=Number(process.argv[2]);
const servers=await Promise.all(dists.map(d=>serve(d,0)));
const browser=await chromium.launch({executablePath:ensureBrowser(),args:[...BROWSER_ARGS]});
const res:number[][]=dists.map(()=>[]); const tasks:number[][]=dists.map(()=>[]);
for(let i=0;i<N;i++) for(let k=0;k<dists.length;k++){
  const ctx=await browser.newContext({viewport:{width:1440,height:900}}); const page=await ctx.newPage();
  const cdp=await ctx.newCDPSession(page); await cdp.send('Performance.enable');
  await page.goto(`http://localhost:${(servers[k]!.address() as any).port}/`,{waitUntil:'commit'});
  const ms=await page.evaluate(()=>new Promise<number>((done)=>{const look=()=>{const c=document.querySelector<HTMLElement>('[data-testid="cursor"]');const v=document.querySelector<HTMLElement>('[data-testid="stage-canvas"]');if(Number(c?.dataset['us']??0)>0&&Number(v?.dataset['drawn']??0)>0)done(performance.now());else setTimeout(look,4);};look();}));
  const m=Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map(x=>[x.name,x.value]));
  if(i>0){res[k]!.push(ms); tasks[k]!.push(m['TaskDuration']!*1000);
  if(i===N-1) { const r=await page.evaluate(()=>performance.getEntriesByType('resource').filter(e=>e.startTime<performance.now()).map(e=>[Math.round(e.startTime),Math.round((e as any).responseEnd),e.name.split('/').pop()].join(' '))); console.log(dists[k],r.length,'requests\n'+r.join('\n')); console.log(JSON.stringify({Script:m['ScriptDuration'],Layout:m['LayoutDuration'],Style:m['RecalcStyleDuration'],Compile:m['V8CompileDuration'],Task:m['TaskDuration']})); } }
  await ctx.close();
}
const med=(l:number[])=>l.toSorted((a,b)=>a-b)[l.length>>1];
dists.forEach((d,k)=>console.log(d,'motion median',med(res[k]!)?.toFixed(0),'task median',med(tasks[k]!)?.toFixed(0),res[k]!.map(x=>x.toFixed(0)).join(' ')));
await browser.close(); servers.forEach(s=>{s.close();s.closeAllConnections();});
