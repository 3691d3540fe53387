{
const own = document.currentScript, file = own?.dataset.plotly, nonce = own?.nonce;
const screenIsDark = matchMedia("(prefers-color-scheme: dark)");
const paint = (value, colors) => typeof value === "string" ? colors[value] ?? value
  : Array.isArray(value) ? value.map(v => paint(v, colors))
  : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === "meta" ? v : paint(v, colors)])) : value;
const draw = figure => {
  figure.querySelector(".drawn")?.remove();
  let { data, layout, config } = JSON.parse(figure.querySelector("script").textContent);
  // On a page narrower than the figure its picture, laid out anew for a phone, reads better.
  if (layout.width > figure.clientWidth + 1) return;
  if (screenIsDark.matches && layout.meta?.dark) [data, layout] = [paint(data, layout.meta.dark), paint(layout, layout.meta.dark)];
  const drawn = document.createElement("div");
  drawn.className = "drawn";
  figure.insertBefore(drawn, figure.querySelector(".still"));
  Plotly.newPlot(drawn, data, layout, { ...config, displaylogo: false, responsive: !layout.width }).catch(() => drawn.remove());
};
// One figure at a time, so that the page scrolls meanwhile.
const drawAll = () => {
  const waiting = [...document.querySelectorAll(".figure")];
  const next = () => { if (waiting.length) { draw(waiting.shift()); setTimeout(next); } };
  next();
};
// A phone that is turned, or a window made narrow, shows another layout.
const start = () => { drawAll(); for (const query of [screenIsDark, matchMedia("(max-width:600px)")]) query.addEventListener("change", drawAll); };
addEventListener("load", () => setTimeout(() => {
  if (window.Plotly) start();
  else if (file && document.querySelector(".figure")) {
    const script = document.createElement("script");
    script.nonce = nonce;
    script.src = file;
    script.onload = start;
    document.head.append(script);
  }
}));
}
