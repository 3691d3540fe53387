addEventListener("load", () => {
  if (!window.Plotly) return;
  for (const figure of document.querySelectorAll(".figure")) {
    const { data, layout, config } = JSON.parse(figure.querySelector("script").textContent);
    const drawn = document.createElement("div");
    drawn.className = "drawn";
    figure.insertBefore(drawn, figure.querySelector(".still"));
    Plotly.newPlot(drawn, data, layout, { ...config, displaylogo: false, responsive: true }).catch(() => drawn.remove());
  }
});
