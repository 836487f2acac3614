<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Scenes::list returns.
 */
final class Scene
{
    public function __construct(
        /** The code for card openings. */
        public readonly int $sceneCode,
        /** Its name. */
        public readonly string $sceneName,
        /** What the scene includes. */
        public readonly string $description,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->integer('sceneCode'),
            $fields->text('sceneName'),
            $fields->text('description'),
        );
    }
}
