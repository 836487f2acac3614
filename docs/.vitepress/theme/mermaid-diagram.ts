import { useData } from 'vitepress';
import { defineComponent, h, onMounted, ref, watch } from 'vue';
import { loadScript } from './load-script.ts';

let count = 0;

/** A diagram, drawn for the light or the dark theme. */
export const MermaidDiagram = defineComponent({
  props: { code: { type: String, required: true } },
  setup({ code }) {
    const { isDark } = useData();
    const drawing = ref('');
    const draw = async () => {
      await loadScript('mermaid.js');
      const { mermaid } = window as unknown as {
        mermaid: {
          initialize(options: object): void;
          render(id: string, code: string): Promise<{ svg: string }>;
        };
      };
      mermaid.initialize({
        startOnLoad: false,
        theme: isDark.value ? 'dark' : 'neutral',
        flowchart: { useMaxWidth: false },
      });
      count += 1;
      const { svg } = await mermaid.render(`diagram-${count}`, decodeURIComponent(code));
      drawing.value = svg;
    };
    onMounted(draw);
    watch(isDark, draw);
    return () =>
      h('div', {
        class: 'diagram',
        tabindex: 0,
        role: 'figure',
        'aria-label': 'Diagram',
        innerHTML: drawing.value,
      });
  },
});
