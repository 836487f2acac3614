<?php

declare(strict_types=1);

// For projects without Composer: require __DIR__ . '/issuary/src/autoload.php';
spl_autoload_register(static function (string $class): void {
    $prefix = 'Issuary\\';
    if (str_starts_with($class, $prefix)) {
        $file = __DIR__ . '/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});
