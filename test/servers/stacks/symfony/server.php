<?php

/* What the recipe leaves to the site: a kernel, routes, pages. */

use Symfony\Component\EventDispatcher\EventDispatcher;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpFoundation\RequestStack;
use Symfony\Component\HttpFoundation\Session\Session;
use Symfony\Component\HttpKernel\Controller\ArgumentResolver;
use Symfony\Component\HttpKernel\Controller\ControllerResolver;
use Symfony\Component\HttpKernel\Event\RequestEvent;
use Symfony\Component\HttpKernel\HttpKernel;
use Symfony\Component\HttpKernel\KernelEvents;

error_reporting(E_ALL & ~E_DEPRECATED);
foreach (['EventDispatcher', 'HttpFoundation', 'HttpKernel'] as $component) {
    require_once "Symfony/Component/$component/autoload.php";
}
require 'IdleLimit.php';
require 'SessionController.php';

ini_set('session.cookie_samesite', 'lax');
ini_set('session.gc_maxlifetime', (string) (IdleLimit::LIFE + 600));

$pages = new class {
    public function home(Request $request): Response
    {
        $session = $request->getSession();
        if (!$session->has('user')) {
            return new Response('', 302, ['Location' => '/login']);
        }
        ob_start();
        require 'stillhere.php';
        $tag = ob_get_clean();

        return new Response("<!doctype html><title>home</title>$tag
            <form id='sign-out' method='post' action='/logout'><button type='submit'>Sign out</button></form>");
    }

    public function loginForm(): Response
    {
        return new Response('<!doctype html><title>login</title>
            <form method="post"><input name="name"><button type="submit">Sign in</button></form>');
    }

    public function me(Request $request): Response
    {
        return new Response('', $request->getSession()->has('user') ? 200 : 401);
    }

    public function kill(Request $request): Response
    {
        $request->getSession()->invalidate();

        return new Response();
    }
};
$session = new SessionController();
$routes = [
    'GET /' => [$pages, 'home'],
    'GET /login' => [$pages, 'loginForm'],
    'GET /me' => [$pages, 'me'],
    'GET /kill' => [$pages, 'kill'],
    'POST /login' => [$session, 'login'],
    'POST /session/ping' => [$session, 'ping'],
    'POST /logout' => [$session, 'logout'],
];

$dispatcher = new EventDispatcher();
$dispatcher->addListener(KernelEvents::REQUEST, function (RequestEvent $event) use ($routes) {
    $request = $event->getRequest();
    $request->setSession(new Session());
    $request->attributes->set('_controller', $routes[$request->getMethod() . ' ' . $request->getPathInfo()]);
}, 128);
$dispatcher->addSubscriber(new IdleLimit());

$request = Request::createFromGlobals();
$kernel = new HttpKernel($dispatcher, new ControllerResolver(), new RequestStack(), new ArgumentResolver());
$kernel->handle($request)->send();
