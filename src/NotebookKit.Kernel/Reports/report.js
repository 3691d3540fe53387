addEventListener("load", () => {
  if (!window.Plotly) return;
  const screenIsDark = matchMedia("(prefers-color-scheme: dark)");
  const paint = (value, colors) => typeof value === "string" ? colors[value] ?? value
    : Array.isArray(value) ? value.map(v => paint(v, colors))
    : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === "meta" ? v : paint(v, colors)])) : value;
  const drawAll = () => {
    for (const figure of document.querySelectorAll(".figure")) {
      figure.querySelector(".drawn")?.remove();
      let { data, layout, config } = JSON.parse(figure.querySelector("script").textContent);
      // On a page narrower than the figure its picture, which shrinks as a whole, reads better.
      if (layout.width > figure.clientWidth + 1) continue;
      if (screenIsDark.matches && layout.meta?.dark) [data, layout] = [paint(data, layout.meta.dark), paint(layout, layout.meta.dark)];
      const drawn = document.createElement("div");
      drawn.className = "drawn";
      figure.insertBefore(drawn, figure.querySelector(".still"));
      Plotly.newPlot(drawn, data, layout, { ...config, displaylogo: false, responsive: !layout.width }).catch(() => drawn.remove());
    }
  };
  drawAll();
  screenIsDark.addEventListener("change", drawAll);
});
