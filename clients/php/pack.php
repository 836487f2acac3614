<?php

declare(strict_types=1);

// Packs the library for Composer into the folder ISSUARY_PACKAGES: php pack.php

require __DIR__ . '/src/autoload.php';

$version = Issuary\Catalogue::VERSION;
$target = (getenv('ISSUARY_PACKAGES') ?: '.') . "/issuary-php-$version.zip";
if (is_file($target)) {
    unlink($target);
}
$archive = new PharData($target, 0, null, Phar::ZIP);
$sources = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(__DIR__ . '/src', FilesystemIterator::SKIP_DOTS));
$names = array_map(static fn (SplFileInfo $file) => substr($file->getPathname(), strlen(__DIR__) + 1), array_values(iterator_to_array($sources)));
sort($names);
foreach (['LICENSE', 'README.md', ...$names] as $name) {
    $archive[$name] = (string) file_get_contents(__DIR__ . "/$name");
}
$description = json_decode((string) file_get_contents(__DIR__ . '/composer.json'), true);
$archive['composer.json'] = json_encode(['version' => $version] + $description, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n";
