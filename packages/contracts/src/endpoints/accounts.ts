import * as account from '../account.ts';
import { PageQuery, page } from '../common.ts';
import { ADMIN, type Endpoint, Ok, STAFF } from './endpoint.ts';

/** Who signs in, and what a company is. */
export const accountsEndpoints = {
  login: {
    method: 'post',
    path: '/auth/login',
    access: 'public',
    summary: 'Sign in',
    body: account.Login,
    responses: { 200: account.LoginReply },
  },
  logout: { method: 'post', path: '/auth/logout', access: 'any', summary: 'Sign out', responses: { 200: Ok } },
  me: { method: 'get', path: '/auth/me', access: 'any', summary: 'Who am I', responses: { 200: account.User } },
  config: {
    method: 'get',
    path: '/config',
    access: 'public',
    summary: 'What the page needs before sign-in',
    responses: { 200: account.ClientConfig },
  },
  listCompanies: {
    method: 'get',
    path: '/companies',
    access: STAFF,
    summary: 'The own company and its customers',
    query: PageQuery,
    responses: { 200: page(account.Company) },
  },
  createCompany: {
    method: 'post',
    path: '/companies',
    access: STAFF,
    summary: 'Add a customer',
    body: account.NewCompany,
    responses: { 201: account.Company },
  },
  listUsers: {
    method: 'get',
    path: '/users',
    access: ADMIN,
    summary: 'Users',
    query: PageQuery,
    responses: { 200: page(account.User) },
  },
  createUser: {
    method: 'post',
    path: '/users',
    access: ADMIN,
    summary: 'Add a user',
    body: account.NewUser,
    responses: { 201: account.User },
  },
  listApiKeys: {
    method: 'get',
    path: '/api-keys',
    access: ADMIN,
    summary: 'API keys',
    query: PageQuery,
    responses: { 200: page(account.ApiKey) },
  },
  createApiKey: {
    method: 'post',
    path: '/api-keys',
    access: ADMIN,
    summary: 'Make an API key; it is shown once',
    body: account.NewApiKey,
    responses: { 201: account.ApiKeyCreated },
  },
  revokeApiKey: { method: 'delete', path: '/api-keys/:id', access: ADMIN, summary: 'Revoke an API key', responses: { 200: Ok } },
  listAudit: {
    method: 'get',
    path: '/audit',
    access: ADMIN,
    summary: 'Sign-ins and changes, newest first',
    query: PageQuery,
    responses: { 200: page(account.AuditEntry) },
  },
} as const satisfies Record<string, Endpoint>;
