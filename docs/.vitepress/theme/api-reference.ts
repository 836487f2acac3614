import { useData, withBase } from 'vitepress';
import { defineComponent, h, onBeforeUnmount, onMounted, ref, watch } from 'vue';
import { loadScript } from './load-script.ts';

/** The viewer of the clear view. Its console calls the clear gateway of the reader's own machine. */
export const ApiReference = defineComponent({
  setup() {
    const { isDark } = useData();
    const element = ref<HTMLElement>();
    let viewer: { updateConfiguration(options: object): void; destroy(): void } | undefined;
    const options = () => ({
      url: withBase('/openapi.clear.json'),
      forceDarkModeState: isDark.value ? 'dark' : 'light',
      hideDarkModeToggle: true,
      telemetry: false,
      withDefaultFonts: false,
      agent: { disabled: true, hideAddApi: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: 'never',
      orderSchemaPropertiesBy: 'preserve',
      orderRequiredPropertiesFirst: false,
    });
    onMounted(async () => {
      await loadScript('scalar.js');
      const { Scalar } = window as unknown as {
        Scalar: { createApiReference(element: HTMLElement, options: object): typeof viewer };
      };
      if (element.value) viewer = Scalar.createApiReference(element.value, options());
    });
    watch(isDark, () => viewer?.updateConfiguration(options()));
    onBeforeUnmount(() => viewer?.destroy());
    return () => h('div', { ref: element, class: 'api-reference' });
  },
});
