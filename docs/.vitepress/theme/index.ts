import theme from "vitepress/theme-without-fonts";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import Layout from "./Layout.vue";
import "./style.css";

export default { extends: theme, Layout };
