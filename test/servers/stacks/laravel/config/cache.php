<?php

return [
    'default' => 'file',
    'prefix' => '',
    'stores' => ['file' => ['driver' => 'file', 'path' => dirname(__DIR__) . '/storage/framework/cache']],
];
