import { defineConfig } from "vite";

export default defineConfig({
  // Relative, because the site of the documentation has the lab in a folder.
  base: "./",
  // Not the edition for production, which has no stacks of waiting tasks.
  resolve: { conditions: ["module", "browser"] },
  build: { target: "es2022", license: false },
  worker: {
    format: "es",
    // The names of classes and functions are what the lab shows.
    rolldownOptions: { output: { keepNames: true } },
  },
});
