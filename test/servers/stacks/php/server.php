<?php

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/me' || $path === '/kill') {
    require 'session.php';
    if ($path === '/kill') {
        session_destroy();
    } else {
        http_response_code(isset($_SESSION['user']) ? 200 : 401);
    }
    return true;
}
// The file itself.
return false;
