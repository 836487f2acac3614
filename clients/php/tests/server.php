<?php

declare(strict_types=1);

// A PHP server of its own for a test: started, waited for, and stopped however the test ends.

namespace Issuary\Tests;

final class Server
{
    private const SECONDS_TO_START = 10;

    /** @param resource $process */
    private function __construct(private $process, public readonly string $address, private readonly string $log)
    {
        register_shutdown_function($this->stop(...));
    }

    /** Serves a script on a free port, or on the one that is given, and returns when it accepts connections. */
    public static function start(string $script, int $port = 0): self
    {
        $address = $port === 0 ? self::freeAddress() : "127.0.0.1:$port";
        $log = (string) tempnam(sys_get_temp_dir(), 'issuary');
        // Its output goes to a file: a pipe that nobody reads would stop it when full.
        $streams = [['file', '/dev/null', 'r'], ['file', $log, 'a'], ['file', $log, 'a']];
        $server = new self(proc_open([PHP_BINARY, '-S', $address, $script], $streams, $pipes), $address, $log);
        $deadline = microtime(true) + self::SECONDS_TO_START;
        while (($probe = @stream_socket_client("tcp://$address", $code, $problem, 1)) === false) {
            if (microtime(true) > $deadline || !proc_get_status($server->process)['running']) {
                throw new \RuntimeException("php -S $address: " . file_get_contents($log));
            }
            usleep(20_000);
        }
        fclose($probe);
        return $server;
    }

    public function stop(): void
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process, 9);
            proc_close($this->process);
            unlink($this->log);
        }
    }

    private static function freeAddress(): string
    {
        $probe = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($probe, false);
        fclose($probe);
        return $address;
    }
}
