import { defineConfig } from 'vitepress';
import llmstxt from 'vitepress-plugin-llms';
import siteConfig from '../site/config.ts';

export default defineConfig({ ...siteConfig, vite: { plugins: [llmstxt({ workDir: '.' })] } });
