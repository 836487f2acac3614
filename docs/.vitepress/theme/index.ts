import DefaultTheme from 'vitepress/theme';
import { ApiReference } from './api-reference.ts';
import { MermaidDiagram } from './mermaid-diagram.ts';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('ApiReference', ApiReference);
    app.component('MermaidDiagram', MermaidDiagram);
  },
};
