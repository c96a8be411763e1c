<?php

/* What the recipe leaves to the site: an application, one user, a login form, and views for the tests. */

use App\Http\Middleware\StartSession;
use App\Http\Middleware\VerifyCsrfToken;
use Illuminate\Auth\GenericUser;
use Illuminate\Contracts\Auth\Authenticatable;
use Illuminate\Contracts\Auth\UserProvider;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel as KernelContract;
use Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Exceptions\Handler;
use Illuminate\Foundation\Http\Kernel;
use Illuminate\Http\Request;
use Illuminate\Session\CacheBasedSessionHandler;
use Illuminate\Support\Facades\Auth;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\Session;

error_reporting(E_ALL & ~E_DEPRECATED);
require 'Illuminate/autoload.php';
require 'app/Http/Middleware/StartSession.php';
require 'app/Http/Middleware/VerifyCsrfToken.php';

/** Knows one person, and in a file by what she is remembered. */
final class Plain implements UserProvider
{
    private const TOKEN = __DIR__ . '/storage/remember-token';

    private function ada(): GenericUser
    {
        $token = is_file(self::TOKEN) ? file_get_contents(self::TOKEN) : '';

        return new GenericUser(['id' => 1, 'name' => 'Ada', 'password' => 'secret', 'remember_token' => $token]);
    }

    public function retrieveById($identifier)
    {
        return $this->ada();
    }

    public function retrieveByToken($identifier, $token)
    {
        return $token && $this->ada()->getRememberToken() === $token ? $this->ada() : null;
    }

    public function updateRememberToken(Authenticatable $user, $token)
    {
        file_put_contents(self::TOKEN, $token);
    }

    public function retrieveByCredentials(array $credentials)
    {
        return $this->ada();
    }

    public function validateCredentials(Authenticatable $user, array $credentials)
    {
        return $credentials['password'] === 'secret';
    }
}

final class SiteKernel extends Kernel
{
    protected $middlewareGroups = [
        'web' => [EncryptCookies::class, AddQueuedCookiesToResponse::class, StartSession::class, VerifyCsrfToken::class],
    ];
}

$app = new Application(__DIR__);
$app->singleton(KernelContract::class, SiteKernel::class);
$app->singleton(ExceptionHandler::class, Handler::class);
$app->booted(function () {
    Session::extend('cache', fn ($app) => new CacheBasedSessionHandler(
        clone $app->make('cache')->store('file'),
        config('session.lifetime'),
    ));
    Auth::provider('plain', fn () => new Plain());
    Route::middleware('web')->group(function () {
        require 'routes/web.php';
        Route::get('/login', fn () => view('login'));
        Route::get('/me', fn () => response('', auth()->check() ? 200 : 401));
        Route::get('/kill', function (Request $request) {
            $request->session()->invalidate();

            return response('');
        });
    });
});

$kernel = $app->make(KernelContract::class);
$response = $kernel->handle($request = Request::capture());
$response->send();
$kernel->terminate($request, $response);
