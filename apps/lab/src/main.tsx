import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./style.css";
import { render } from "preact";
import { Lab } from "./page/lab.ts";
import { App } from "./view/app.tsx";

const lab = new Lab();
render(<App lab={lab} />, document.querySelector("#app")!);
lab.start();
